// Prints every query as the database gets it, for a range of time: what bench/ asks. One JSON
// object a line: {"where":…,"title":…,"sql":…}.
//   node expand.js FROM TO [DEVICE…]     times as ISO 8601; without devices: all
import { expanded, intervalFor } from "./macros.js";
import { everythingAsked } from "./questions.js";

const [from, to, ...devices] = process.argv.slice(2);
if (from === undefined || to === undefined) {
  console.error("usage: node expand.js FROM TO [DEVICE…]");
  process.exit(2);
}
const range = { from: new Date(from), to: new Date(to) };
for (const { where, title, sql } of everythingAsked()) {
  const asking = {
    range,
    interval_s: intervalFor(range),
    devices: devices.length > 0 ? devices : ("all" as const),
  };
  console.log(JSON.stringify({ where, title, sql: expanded(sql, asking) }));
}
