// Joins the compiled modules of the program into a few files: a check of a small file would otherwise spend more time opening modules
// than reading the configuration. What every check needs is one file; all else is split where it is loaded on demand.

import { defineConfig } from 'rolldown'

const ofCheck =
  /\/dist\/(config|vrrp\/config|healthcheck\/config|daemon\/(lint|check))\/|\/dist\/daemon\/(load-config|root-schema|file-reader|top-level|check|program|commands\/(check|list))\.js$|\/node_modules\/commander\//
const ofAll = /\/dist\/(config\/values\/|daemon\/(exit-status|version)\.js)/
const onDemand =
  /\/(pages|meanings|format)\/|\/(meanings|expanded|silence)\.js$|\/render\/(sarif|github|gcc|checkstyle|json|json-schema|compat|rule-text)\.js$/

export default defineConfig({
  input: { main: 'dist/daemon/main.js' },
  platform: 'node',
  external: [/^node:/, 'koffi', 'node-netlink', 'raw-socket', 'pino', 'undici'],
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: 'daemon/[name].js',
    chunkFileNames: 'parts/[name]-[hash].js',
    codeSplitting: {
      groups: [
        { name: 'all', test: ofAll, priority: 2 },
        { name: 'check', test: (id) => ofCheck.test(id) && !onDemand.test(id), priority: 1 },
      ],
    },
  },
})
