"""Writes src/fields.json from the two files ECS generates for a release:
python3 generate.py generated/csv/fields.csv generated/ecs/ecs_flat.yml > ../src/fields.json   (needs PyYAML)"""
import csv, json, sys, yaml

rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
flat = yaml.safe_load(open(sys.argv[2], encoding="utf-8"))
fields = {r["Field"]: r["Type"] + ("[]" if "array" in r["Normalization"] else "") for r in rows if "." not in r["Field"].split(".")[-1:][0]}
values = {n: [v["name"] for v in f["allowed_values"]] for n, f in flat.items() if f.get("allowed_values")}
types = {v["name"]: v.get("expected_event_types", []) for v in flat["event.category"]["allowed_values"]}
print(json.dumps({"version": rows[0]["ECS_Version"], "allowedValues": values, "eventTypesOfCategory": types, "fields": fields}, indent=1, sort_keys=True))
