# Luft's own programs. Two stages: the first builds with everything, the second only runs.
# Build with `docker build -t luft .`, or without an engine: deploy/build-image.sh
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS build
WORKDIR /src
COPY scripts/ scripts/
# Packages first: this layer stays while only sources change.
RUN scripts/setup --packages-only
COPY . .
RUN scripts/setup && cmake --install build/release --prefix /opt/luft --strip \
    && deploy/runtime-packages /opt/luft/bin/* > /opt/luft/packages.txt

FROM ${BASE}
COPY --from=build /opt/luft /opt/luft
RUN apt-get update -qq \
    && xargs apt-get install -y -qq --no-install-recommends < /opt/luft/packages.txt \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /var/lib/luft --create-home luft
ENV PATH=/opt/luft/bin:$PATH LUFT_DATA=/var/lib/luft
USER luft
WORKDIR /var/lib/luft
VOLUME /var/lib/luft
EXPOSE 1883 8080
STOPSIGNAL SIGTERM
# All in one container; compose.yaml runs the same programs one by one.
CMD ["luft-cli", "up"]
