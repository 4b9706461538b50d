#!/bin/sh
# Makes a base image of Debian's packages, with Java 17 and nothing else: base.sh NAME [MIRROR]. Wants root, debootstrap and buildah.
set -eu
name=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
debootstrap --variant=minbase --include=openjdk-17-jre-headless bookworm "$folder" ${2:+"$2"}
rm -rf "$folder"/var/cache/apt/archives/*.deb "$folder"/var/lib/apt/lists/* "$folder"/usr/share/doc "$folder"/usr/share/man
container=$(buildah from scratch)
buildah add --quiet "$container" "$folder" /
buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd /bin/bash "$container"
buildah commit --quiet --rm "$container" "$name"
