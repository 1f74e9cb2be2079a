// Joins the compiled modules of the program into a few files, one for each part that is loaded by itself: a check of a small
// file would otherwise spend more time opening modules than reading the configuration.

import { defineConfig } from 'rolldown'

export default defineConfig({
  input: { main: 'dist/daemon/main.js' },
  platform: 'node',
  external: [/^node:/, 'koffi', 'node-netlink', 'raw-socket', 'pino', 'undici'],
  output: { dir: 'dist', format: 'esm', entryFileNames: 'daemon/[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
})
