// What the built page weighs on the way to a phone.
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

const mostBytes = 200_000;

describe("the built page", () => {
  it("is under 200 kB in all, compressed", async () => {
    const assets = fileURLToPath(new URL("../../web/dist/assets/", import.meta.url));
    const sizes = await Promise.all(
      (await readdir(assets)).map(async (name) => gzipSync(await readFile(assets + name)).length),
    );
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(10_000); // there is a page at all
    expect(bytes).toBeLessThan(mostBytes);
  });
});
