import { registerHooks } from 'node:module';

/** Preloaded with `node --import`: makes `electron` mean this folder's module, for `import` and `require`. */
const url = new URL('./module/index.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === 'electron' || specifier === 'electron/main' || specifier === 'electron/common') {
      return { url, format: 'module-typescript', shortCircuit: true };
    }
    return nextResolve(specifier, context);
  },
});
