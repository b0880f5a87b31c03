// English.
import * as frame from "./frame";
import * as home from "./home";
import * as comfort from "./comfort";
import * as window from "./window";
import * as room from "./room";
import * as devices from "./devices";
import * as model from "./model";
import * as system from "./system";
import * as taste from "./taste";

export const en = {
  ...frame,
  ...home,
  ...comfort,
  ...window,
  ...room,
  ...devices,
  ...model,
  ...system,
  ...taste,
};
