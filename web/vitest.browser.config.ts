// How the browser tests are run.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The specs stand with the other tests that cross folders; their packages are the page's.
export default defineConfig({
  resolve: {
    alias: {
      "playwright-core": here("node_modules/playwright-core"),
      "axe-core": here("node_modules/axe-core"),
    },
  },
  server: { fs: { allow: [here("..")] } },
  test: {
    dir: here("../tests/browser"),
    include: ["**/*.spec.ts"],
    environment: "node",
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 120_000,
    hookTimeout: 600_000, // a first `./luft demo` builds everything
    fileParallelism: false,
  },
});
