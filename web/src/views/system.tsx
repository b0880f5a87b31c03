// System: is every part working, and where did every reading go.
import { asKnown, usePage } from "./context";
import { BackupCard } from "./backup";
import { Ledger } from "./ledger";
import { Parts } from "./parts";
import { Rates, StorageCard } from "./storage";
import { Totals } from "./totals";
import { UnitsCard } from "./units-card";
import { duration, modelVersion } from "../format";
import { awayParts, partsNow } from "../state/trouble";
import { texts } from "../texts";
import "../styles/system.css";
import "../styles/operating.css";

export function SystemPage() {
  const { state } = usePage();
  const { system, systemBefore, devices } = state;
  if (!system) return <p class="s loading">{texts.system.loading}</p>;
  const away = awayParts(system, state.model);
  const names = away.map((part) => texts.system.names[part.name] ?? part.name).join(", ");
  const title =
    away.length > 0
      ? texts.system.trouble(names)
      : system.alarms.length > 0
        ? texts.system.alarm
        : texts.system.healthy;
  return (
    <>
      <div class="sum">
        <div>
          <h1>{asKnown(title, state)}</h1>
        </div>
      </div>
      <div class="sys">
        <div class="col">
          <Parts parts={partsNow(system, state.model)} />
          <StorageCard />
          <BackupCard />
        </div>
        <div class="col">
          <Totals system={system} />
          <Rates now={system} before={systemBefore} />
          <UnitsCard />
        </div>
        <Ledger devices={[...(devices?.values() ?? [])]} />
        <p class="xs">
          {texts.system.foot(
            system.version,
            system.model === null ? texts.none : modelVersion(system.model),
            duration(system.uptime_s * 1000),
            Intl.DateTimeFormat().resolvedOptions().timeZone,
          )}
        </p>
      </div>
    </>
  );
}
