// A chart's figures as a table, for those who do not see the chart or want the numbers.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { saveCsv, type Cell } from "../chart/csv";
import { texts } from "../texts";

export interface Figures {
  columns: readonly string[];
  rows(): (readonly string[])[]; // newest first, written out only when looked at
  file: string;
  csv(): readonly (readonly Cell[])[];
}

const shownRows = 500;

// The two buttons of a chart; `children` between them and the table is the chart itself.
export function WithTable(props: {
  name: string; // of the chart
  figures: Figures;
  caption: ComponentChildren;
  children: ComponentChildren;
}) {
  const { name, figures, caption, children } = props;
  const [open, setOpen] = useState(false);
  return (
    <figure class="st">
      <figcaption>
        {caption}
        <span class="tools">
          <button
            class="csv"
            aria-expanded={open}
            aria-label={texts.room.tableOf(name)}
            onClick={() => setOpen(!open)}
          >
            {texts.room.table}
          </button>
          <button
            class="csv"
            aria-label={texts.room.csvOf(name)}
            onClick={() => saveCsv(figures.file, figures.csv())}
          >
            {texts.room.csv}
          </button>
        </span>
      </figcaption>
      {children}
      {open && <Table name={name} figures={figures} />}
    </figure>
  );
}

function Table({ name, figures }: { name: string; figures: Figures }) {
  const rows = figures.rows();
  return (
    <div class="sc figures" tabIndex={0} role="region" aria-label={texts.room.tableNamed(name)}>
      <table>
        <thead>
          <tr>
            {figures.columns.map((column, i) => (
              <th key={column} scope="col" class={i > 0 ? "n" : ""}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shownRows).map(([when, ...cells], i) => (
            <tr key={`${when} ${i}`}>
              <th scope="row">{when}</th>
              {cells.map((cell, column) => (
                <td key={column} class="n">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shownRows && <p class="xs">{texts.room.tableCut(shownRows, rows.length)}</p>}
    </div>
  );
}
