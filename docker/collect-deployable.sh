#!/bin/sh
# Installs what one deployable needs at run time and copies it, with the workspace packages it uses, to a folder that
# runs by itself. Usage, at the root of the workspace: docker/collect-deployable.sh services/worker /deploy
set -eu
deployable=$1
target=$2

pnpm install --offline --prod --frozen-lockfile --package-import-method=copy --reporter=append-only --filter "{$deployable}..."
mkdir -p "$target"
cp -a package.json node_modules "$target/"
# The closure is asked of pnpm rather than written down: a new dependency between packages needs no change here.
pnpm list --filter "{$deployable}..." --depth -1 --parseable | while read -r folder; do
  [ "$folder" != "$PWD" ] || continue
  relative=${folder#"$PWD/"}
  mkdir -p "$target/$(dirname "$relative")"
  cp -a "$folder" "$target/$relative"
done
