#!/usr/bin/env bash
# Builds Luft's image where no container engine runs (no daemon, no image registry): the base comes
# from debootstrap, the Dockerfile is carried out by buildah. Needs root, and Debian's packages
# buildah, podman and debootstrap.
#   deploy/build-image.sh [TAG]
# MIRROR names a Debian mirror. Files in EXTRA_ROOT (a folder) are copied over the base:
# certificates
# or apt settings that this network needs; they stay in the image, so only use it for trials.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tag=${1:-luft}
mirror=${MIRROR:-http://deb.debian.org/debian}
base=localhost/luft-base

for tool in debootstrap podman buildah; do
  command -v $tool >/dev/null || {
    echo "$tool is missing: apt-get install --no-install-recommends debootstrap podman buildah" >&2
    exit 1
  }
done

if ! podman --storage-driver=vfs image exists $base; then
  root=$(mktemp -d)
  trap 'rm -rf --one-file-system "$root"' EXIT
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "$mirror"
  [[ -n ${EXTRA_ROOT:-} ]] && cp -a "$EXTRA_ROOT/." "$root/"
  tar -C "$root" -c . | podman --storage-driver=vfs import - $base
fi
buildah --storage-driver=vfs bud --isolation chroot --network host --build-arg BASE=$base \
  --layers --tag "$tag" .
