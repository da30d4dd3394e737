/**
 * Who may import whom (ARCHITECTURE.md, "Layers"). A row forbids what its folder may not reach; types are free
 * between the services of main, values are joined in app.ts.
 */
const SERVICES = 'registry|files|journal|transfers|worker|sockets|project|program|lab';
const own = (folder) => `^src-main/${folder}/`;

const valuesBetweenServices = SERVICES.split('|').map((service) => ({
  name: `${service}-stands-alone`,
  comment: 'Services reach each other by type only; app.ts joins them.',
  severity: 'error',
  from: { path: own(service) },
  to: {
    path: '^src-main/',
    pathNot: [own(service), '^src-main/lib/'],
    dependencyTypesNot: ['type-only'],
  },
}));

const PANEL_FEATURES =
  'transfers|files|console|page|rules|device|again|archive|source|palette|start|status|toolbar|preferences|phone|about|clear-data';

/** npm packages each folder may load. */
const PACKAGES = {
  '^src-preload/contract/': [],
  '^src-preload/[^/]+\\.ts$': ['electron'],
  '^src-renderer/page/(?!editor/)': [
    'glass-easel',
    'glass-easel-miniprogram-adapter',
    'buffer',
    'base64-js',
    'ieee754',
  ],
  '^src-renderer/page/editor/': ['quill'],
  '^src-renderer/(panel|ui|lib)/': [
    'svelte',
    'bits-ui',
    '@lucide/svelte',
    'paneforge',
    '@tanstack',
    '@codemirror',
    '@lezer',
    '@dagrejs',
    'exifr',
    'pixelmatch',
    'tinykeys',
    'i18next',
    'vite',
  ],
  '^src-main/lib/': ['mime'],
  '^src-main/registry/': ['better-sqlite3'],
  '^src-main/transfers/': [],
  '^src-main/journal/': ['yazl', 'yauzl', '@types/har-format'],
  '^src-main/files/': ['yauzl'],
  '^src-main/worker/': ['got'],
  '^src-main/sockets/': ['ws'],
  '^src-main/program/': ['image-size', 'acorn', 'magic-string'],
  '^src-main/project/': [
    'esbuild',
    'glass-easel-template-compiler',
    'postcss',
    'postcss-selector-parser',
    'acorn',
    'magic-string',
    '@jridgewell',
    'jsonc-parser',
    'chokidar',
    'readdirp',
    'less',
    'sass',
  ],
  '^src-main/lab/': ['@fastify/busboy', '@peculiar/x509', 'reflect-metadata', 'tslib'],
  '^src-main/ipc/': ['electron', 'valibot'],
  '^src-main/electron/': ['electron'],
  '^src-main/cli/': ['electron', 'string-width'],
  '^electron-on-chromium/(?!test/)': ['electron', 'devtools-protocol'],
};

const packageAllowLists = Object.entries(PACKAGES).map(([path, allowed]) => ({
  name: `packages-of-${path.replace(/[^a-z-]+/g, '')}`,
  severity: 'error',
  from: { path },
  to: {
    dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'],
    ...(allowed.length > 0 ? { pathNot: `node_modules/(@types/)?(${allowed.join('|')})(/|$)` } : {}),
  },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Types may refer to each other, as Electron’s own objects do; code that runs may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'contract-imports-nothing',
      severity: 'error',
      from: { path: '^src-preload/contract/' },
      to: { pathNot: '^src-preload/contract/' },
    },
    {
      name: 'preload-imports-contract',
      severity: 'error',
      from: { path: '^src-preload/', pathNot: '^src-preload/contract/' },
      to: { path: '^src-', pathNot: '^src-preload/' },
    },
    {
      name: 'renderer-imports-contract',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^(src-main|src-preload/(?!contract/)|electron-on-chromium)' },
    },
    {
      name: 'page-and-panel-apart',
      severity: 'error',
      from: { path: '^src-renderer/(page)/' },
      to: { path: '^src-renderer/', pathNot: '^src-renderer/page/' },
    },
    {
      name: 'panel-features-apart',
      comment: 'A feature of the panel never reaches into another; App.svelte joins them.',
      severity: 'error',
      from: { path: `^src-renderer/panel/(${PANEL_FEATURES})/` },
      to: {
        path: `^src-renderer/panel/(${PANEL_FEATURES})/`,
        pathNot: '^src-renderer/panel/$1/',
      },
    },
    {
      name: 'renderer-without-node',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'lib-knows-nobody',
      severity: 'error',
      from: { path: '^src-main/lib/' },
      to: { path: '^src-main/', pathNot: '^src-main/lib/' },
    },
    ...valuesBetweenServices,
    {
      name: 'only-electron-and-ipc-touch-electron',
      severity: 'error',
      from: {
        path: '^src-main/',
        pathNot:
          '^src-main/(electron|ipc)/|^src-main/app(-panel|-media)?\\.ts$|^src-main/cli/(main-process|open-window)\\.ts$',
      },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'app-is-the-root',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/(index\\.ts$|cli/)' },
      to: { path: '^src-main/app\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-the-launcher-knows-the-stand-in',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/cli/runtime\\.ts$' },
      to: { path: '^electron-on-chromium/' },
    },
    {
      name: 'the-stand-in-knows-nothing-of-ferry',
      severity: 'error',
      from: { path: '^electron-on-chromium/' },
      to: { path: '^src-' },
    },
    ...packageAllowLists,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|release|test/fixtures|assets)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'svelte'],
    },
  },
};
