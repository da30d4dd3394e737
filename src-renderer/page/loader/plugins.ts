import { logAdvice } from '../errors/console.ts';

/**
 * `requirePlugin` where no plugin runs: it gives an object whose every member can be read, called and constructed,
 * and gives such an object again, so that a script which asks for a plugin at its head goes on. Each plugin is told
 * once.
 * @param report counts what Ferry does not have
 */
export function createRequirePlugin(report: (api: string) => void): (name: unknown) => unknown {
  const plugins = new Map<string, unknown>();
  return (name) => {
    const key = String(name);
    let plugin = plugins.get(key);
    if (plugin === undefined) {
      logAdvice(
        `requirePlugin("${key}"): plugins do not run in Ferry. What it gives takes every call and does nothing.`,
      );
      report(`requirePlugin("${key}")`);
      plugins.set(key, (plugin = emptyObject()));
    }
    return plugin;
  };
}

function emptyObject(): object {
  const members = new Map<PropertyKey, unknown>();
  // Only a plain function can be both called and constructed.
  const target = function (): undefined {
    return undefined;
  };
  return new Proxy(target, {
    get(_target, member) {
      // Who awaits it gets it, and as a text it is empty.
      if (member === 'then') return undefined;
      if (member === Symbol.toPrimitive) return () => '';
      if (!members.has(member)) members.set(member, emptyObject());
      return members.get(member);
    },
    set(_target, member, value) {
      members.set(member, value);
      return true;
    },
    apply: emptyObject,
    construct: emptyObject,
  });
}
