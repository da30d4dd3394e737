import type { WxFailure } from '#contract/wx-errors';
import { wxErrorFrom } from '#contract/wx-errors';
import { MOCK_FILE } from '#contract/mocks';
import { logAdvice } from '../errors/console.ts';
import type { PageHost } from '../host.ts';
import { syncError, type WxFunction } from './api-kit.ts';
import { argumentOf, callbacksOf, fireCallbacks } from './callbacks.ts';
import type { Defer } from './defer.ts';
import type { Library } from './library.ts';

/** Namespaces of `wx` that are objects, not functions. */
const NAMESPACES: ReadonlySet<string> = new Set(['cloud', 'worklet', 'router', 'modelContext']);
/** Members that other software asks any object for; `wx` has none of them. */
const NOT_MEMBERS: ReadonlySet<string> = new Set([
  'then',
  'constructor',
  'prototype',
  'toJSON',
  'nodeType',
  'tagName',
  'qy',
  'miniapp',
]);

const LISTENER_NAME = /^(on|off)[A-Z]/;
const MAKER_NAME = /^create[A-Z]|^get\w*(Manager|Context|Adapter|Performance|Channel|Registry)$/;
const CLASS_NAME = /^[A-Z]/;
const MEMBER_NAME = /^[a-z]\w*$/i;

const WORDS = {
  en: (path: string) =>
    `${path} is not supported in Ferry yet: it fails. ${MOCK_FILE} can set what it answers.`,
  'zh-CN': (path: string) => `Ferry 暂不支持 ${path}，调用会失败。可在 ${MOCK_FILE} 中设置其返回值。`,
} as const;

/**
 * Answers for every name of `wx` that Ferry does not have. Each call is counted, and the first one told on the
 * console. A phone would succeed or fail: here it fails, by callback or rejected promise, and a rejection that nobody
 * handles is no exception (errors/exceptions.ts). What has to return at once throws.
 */
export interface Unsupported {
  /** The member `name` of `wx`; undefined where not even WeChat would have one, or not yet. */
  member(name: string | symbol): unknown;
}

export function createUnsupported(host: PageHost, defer: Defer, library: Library): Unsupported {
  const members = new Map<string, unknown>();
  const told = new Set<string>();

  function count(path: string): void {
    host.reports.unsupported(path);
    if (told.has(path)) return;
    told.add(path);
    logAdvice(WORDS[host.boot.locale](path));
  }

  /**
   * An object whose members fail one by one when called. With `awaited` it is also a rejected promise, made only when
   * somebody asks, so that a call whose result nobody looks at makes no noise.
   */
  function failingObject(path: string, awaited: WxFailure | null): object {
    return new Proxy(Object.create(null) as object, {
      get(_target, name) {
        if (typeof name === 'symbol') return undefined;
        if (awaited !== null && (name === 'then' || name === 'catch' || name === 'finally')) {
          return (...handlers: readonly unknown[]): unknown =>
            Reflect.apply(Reflect.get(Promise.prototype, name) as WxFunction, rejected(awaited), handlers);
        }
        return NOT_MEMBERS.has(name) ? undefined : failingMember(`${path}.${name}`, name);
      },
    });
  }

  /** A class or a namespace, which a capital letter names: `wx.worklet.Easing`, `class A extends scene.Component`. */
  function failingClass(path: string): object {
    const made = function (): void {
      count(path);
    };
    return new Proxy(made, {
      get(target, name, receiver) {
        if (typeof name === 'symbol' || name in target) return Reflect.get(target, name, receiver) as unknown;
        if (NOT_MEMBERS.has(name)) return undefined;
        return failingMember(`${path}.${name}`, name);
      },
    });
  }

  function failingMember(path: string, name: string): unknown {
    return CLASS_NAME.test(name) ? failingClass(path) : failingFunction(path, name);
  }

  function failingFunction(path: string, name: string): (...values: unknown[]) => unknown {
    return (...values) => {
      count(path);
      if (LISTENER_NAME.test(name)) return undefined;
      const failure = wxErrorFrom(name, { code: 'unsupported', message: '' });
      if (name.endsWith('Sync')) throw syncError(failure);
      const callbacks = callbacksOf(values[0]);
      if (callbacks.success ?? callbacks.fail ?? callbacks.complete) {
        const outcome = { ok: false, failure } as const;
        defer(() => {
          fireCallbacks(callbacks, outcome, argumentOf(library, name, outcome), {
            thrown: (error) => {
              host.reports.exception(error, { ours: false });
            },
          });
        });
        return undefined;
      }
      if (MAKER_NAME.test(name)) return failingObject(path, null);
      return library.has('promises') ? failingObject(path, failure) : undefined;
    };
  }

  return {
    member(name) {
      if (typeof name === 'symbol' || NOT_MEMBERS.has(name) || !MEMBER_NAME.test(name)) return undefined;
      if (!library.hasApi(name)) return undefined;
      let member = members.get(name);
      if (member === undefined) {
        const path = `wx.${name}`;
        member = NAMESPACES.has(name) ? failingObject(path, null) : failingFunction(path, name);
        members.set(name, member);
      }
      return member;
    },
  };
}

/** A promise rejected with the fail object, as WeChat rejects. */
async function rejected(failure: WxFailure): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  reject({ ...failure });
  return promise;
}
