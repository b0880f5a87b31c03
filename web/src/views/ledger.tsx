// Where every reading of every device went.
import type { Counts, Device } from "../api/types";
import { number } from "../format";
import { texts } from "../texts";

const columns: readonly (keyof Counts)[] = [
  "received",
  "stored",
  "journaled",
  "duplicate",
  "quarantined",
  "dropped",
  "lost",
];

export function Ledger({ devices }: { devices: Device[] }) {
  const sorted = devices.sort((a, b) => a.id.localeCompare(b.id, undefined, { numeric: true }));
  const names = texts.system.ledgerColumns;
  return (
    <section class="card" aria-labelledby="ledger">
      <h2 id="ledger">{texts.system.ledger}</h2>
      <div class="sc" tabIndex={0} role="region" aria-label={texts.system.ledgerLabel}>
        <table>
          <thead>
            <tr>
              <th scope="col">{names.device}</th>
              {columns.map((column) => (
                <th key={column} scope="col" class="n">
                  {names[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((device) => (
              <tr key={device.id}>
                <th scope="row">{device.id}</th>
                {columns.map((column) => (
                  <Count key={column} column={column} value={device.counts[column]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="xs">{texts.system.ledgerFoot}</p>
    </section>
  );
}

function Count({ column, value }: { column: keyof Counts; value: number }) {
  const wrong = column === "lost" && value > 0;
  return <td class={`n ${wrong ? "fault" : ""}`}>{number(value)}</td>;
}
