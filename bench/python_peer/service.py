#!/usr/bin/env python3
"""The peer that luft-ml is measured against: what a good Python programmer writes for the same job.

Answers `ml/inference/request/{id}` on `window/{id}/control` with the shipped model, remembering
each room, on one thread. It does less than luft-ml: one row of the net a decision where luft-ml
computes ten more for its reason; no calibration, interval, comfort limits, file of memories,
checks of ranges, or metrics.

  PEER_MQTT_PORT=1883 PEER_MODEL=ml/default_model ./service.py
"""

import json
import math
import os
import time

import paho.mqtt.client as mqtt
import torch

from features import Scaling, features_of
from net import MEMORY, POSITIONS_PCT, WindowNet, read_safetensors

TICK_S = 15 * 60 - 30  # memories move on once a quarter of an hour, as the net was trained
FORGET_S = 3 * 3600


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def at_position(logits, position_pct):
    """The logit at a position between those that the net judges."""
    above = 1
    while above + 1 < len(POSITIONS_PCT) and POSITIONS_PCT[above] < position_pct:
        above += 1
    low, high = POSITIONS_PCT[above - 1], POSITIONS_PCT[above]
    share = (position_pct - low) / (high - low)
    return logits[above - 1] + share * (logits[above] - logits[above - 1])


class Service:
    def __init__(self, model_folder):
        self.scaling = Scaling(f"{model_folder}/model.json")
        self.net = WindowNet(read_safetensors(f"{model_folder}/weights.safetensors"))
        self.unknown = torch.zeros(1, MEMORY)
        self.memories = {}  # device: (memory, when it last moved on)

    def decide(self, device, request):
        now = time.time()
        memory, moved = self.memories.get(device, (self.unknown, 0))
        if now - moved > FORGET_S:
            memory = self.unknown
        inputs = torch.tensor([self.scaling.input_of(features_of(request))])
        with torch.inference_mode():
            choice, acceptable, after = self.net(inputs, memory)
        if now - moved >= TICK_S:
            self.memories[device] = (after, now)
        position = round(100 * sigmoid(choice.item()) ** 2)
        confidence = sigmoid(at_position(acceptable[0].tolist(), position))
        control = {"position": position, "confidence": round(confidence, 4)}
        for echoed in ("request_id", "as_of"):
            if echoed in request:
                control[echoed] = request[echoed]
        return control

    def on_connect(self, client, _userdata, _flags, _code):
        client.subscribe("ml/inference/request/#", qos=1)

    def on_message(self, client, _userdata, message):
        device = message.topic.rsplit("/", 1)[1]
        try:
            control = self.decide(device, json.loads(message.payload))
        except (ValueError, KeyError, TypeError) as error:
            print(f"request of {device} ignored: {error}", flush=True)
            return
        client.publish(f"window/{device}/control", json.dumps(control), qos=1)


def main():
    torch.set_num_threads(1)
    service = Service(os.environ["PEER_MODEL"])
    client = mqtt.Client("python-peer")
    client.on_connect = service.on_connect
    client.on_message = service.on_message
    client.connect("127.0.0.1", int(os.environ["PEER_MQTT_PORT"]))
    client.loop_forever()


if __name__ == "__main__":
    main()
