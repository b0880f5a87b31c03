// Writes dashboards, alert rules and QUERIES.md into the folder named on the command line.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { generatedFiles } from "./generated.js";

const folder = process.argv[2];
if (folder === undefined) {
  console.error("usage: node generate.js FOLDER");
  process.exit(2);
}
for (const [name, text] of generatedFiles()) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
