// How the page is built.
import { defineConfig } from "vite";

// Served by the hub under a strict content security policy: no inline scripts, styles or data URLs.
export default defineConfig({
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 200,
  },
  server: { proxy: { "/api": process.env["LUFT_URL"] ?? "http://127.0.0.1:8080" } },
});
