// How the page is built.
import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

// Served by the hub under a strict content security policy: no inline scripts, styles or data URLs.
export default defineConfig({
  // What `luft doctor` reads.
  plugins: [{ name: "version", transformIndexHtml: (html) => html.replace("%VERSION%", version) }],
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 200,
  },
  server: { proxy: { "/api": process.env["LUFT_URL"] ?? "http://127.0.0.1:8080" } },
});
