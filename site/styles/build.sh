#!/bin/sh
# Builds the style sheets, their right-to-left twins and the pictograms into site/static.
# Node is needed here only; what it makes is committed.
set -eu
cd "$(dirname "$0")"
[ -d node_modules/govuk-frontend ] || npm install --no-audit --no-fund
for sheet in portal card sheet kiosk roll; do
  node_modules/.bin/sass --style=compressed --no-source-map --quiet-deps --no-charset "$sheet.scss" |
    node settle.mjs >"../static/$sheet.css"
  node_modules/.bin/rtlcss --silent "../static/$sheet.css" "../static/$sheet.rtl.css"
done
# Desks work in German: their sheet needs no twin.
node_modules/.bin/sass --style=compressed --no-source-map --quiet-deps --no-charset staff.scss |
  node settle.mjs >../static/staff.css
node icons.mjs >../static/icons.svg
