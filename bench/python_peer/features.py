"""From a request to the net's input, as ml/features.cpp does: features, then what is missing."""

import json
import math
from pathlib import Path

LARGEST = 6.0  # standard deviations
WITNESSES = (
    "volume_dba",
    "position_pct",
    "outdoor_temp_c",
    "outdoor_humidity_pct",
    "rain_log_mm_per_h",
    "wind_speed_m_s",
    "co2_ppm",
    "hour_sin",
)
USUAL_TASTE = {f"taste_{of}": 0.0 for of in ("quiet", "fresh", "warm", "thrift", "warmer_k")}


def vapour_g_m3(temp_c, humidity_pct):
    pressure_pa = 611.2 * math.exp(17.62 * temp_c / (243.12 + temp_c))
    return 1e3 * pressure_pa / (461.5 * (temp_c + 273.15)) * humidity_pct / 100


def features_of(request):
    """By name; what the request does not tell is not there."""
    temp, humidity = request["temp"], request["humidity"]
    vapour = vapour_g_m3(temp, humidity)
    features = dict(USUAL_TASTE, temp_c=temp, humidity_pct=humidity, vapour_g_m3=vapour)
    if request.get("volume") is not None:
        features["volume_dba"] = request["volume"]
    if "position" in request:
        features["position_pct"] = request["position"]
        features["opening_root"] = math.sqrt(request["position"] / 100)
    if "outdoor_temp" in request:
        features["outdoor_temp_c"] = request["outdoor_temp"]
        features["temp_difference_k"] = temp - request["outdoor_temp"]
    if "outdoor_humidity" in request:
        features["outdoor_humidity_pct"] = request["outdoor_humidity"]
    if "outdoor_temp" in request and "outdoor_humidity" in request:
        outdoor = vapour_g_m3(request["outdoor_temp"], request["outdoor_humidity"])
        features["outdoor_vapour_g_m3"] = outdoor
        features["vapour_difference_g_m3"] = vapour - outdoor
    if "rain" in request:
        features["rain_log_mm_per_h"] = math.log1p(request["rain"])
    if "wind_speed" in request:
        features["wind_speed_m_s"] = request["wind_speed"]
    if "co2" in request:
        features["co2_ppm"] = request["co2"]
    if "time_ms" in request:
        hours = request["time_ms"] / 3.6e6 + request.get("utc_offset_s", 0) / 3600
        day = 2 * math.pi * (hours % 24) / 24
        year = 2 * math.pi * (hours % (365.2425 * 24)) / (365.2425 * 24)
        features["hour_sin"], features["hour_cos"] = math.sin(day), math.cos(day)
        features["year_sin"], features["year_cos"] = math.sin(year), math.cos(year)
    return features


class Scaling:
    """Means and deviations that came with the model."""

    def __init__(self, model_file):
        entries = json.loads(Path(model_file).read_text())["features"]
        self.entries = [(entry["name"], entry["mean"], entry["deviation"]) for entry in entries]

    def input_of(self, features):
        scaled = []
        for name, mean, deviation in self.entries:
            value = features.get(name)
            if value is None:
                scaled.append(0.0)
            else:
                scaled.append(max(-LARGEST, min(LARGEST, (value - mean) / deviation)))
        return scaled + [0.0 if name in features else 1.0 for name in WITNESSES]
