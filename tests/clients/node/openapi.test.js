// The hub's OpenAPI document against the specification, by a validator that is not ours.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";

const document = new URL("../../../hub/api/openapi.json", import.meta.url);

test("openapi.json is OpenAPI 3.1", async () => {
  const validator = new Validator();
  const result = await validator.validate(JSON.parse(await readFile(document, "utf8")));
  assert.deepEqual(result.errors ?? [], []);
  assert.ok(result.valid);
  assert.equal(validator.version, "3.1");
});
