/**
 * What `@jest/globals` exports to the test files, which test/environment.js runs outside of Jest's own: test/build.js
 * puts this file in its place. Jest's functions are looked up when they are called, as many test files share this module.
 */
// Jest's own would compare classes, as in `expect.any(String)`, with those of its own global object.
export { expect } from "expect";

type Globals = typeof import("@jest/globals");

const current = () => (globalThis as unknown as { jestGlobals: Globals }).jestGlobals;

/** Calls and properties go to the global of this name of the test file that runs. */
function forwarded<Name extends keyof Globals>(name: Name): Globals[Name] {
  return new Proxy((() => {}) as unknown as Globals[Name] & object, {
    apply: (_target, _self, words) => Reflect.apply(current()[name] as () => unknown, undefined, words),
    get: (_target, property) => Reflect.get(current()[name], property),
  });
}

export const afterAll = forwarded("afterAll");
export const afterEach = forwarded("afterEach");
export const beforeAll = forwarded("beforeAll");
export const beforeEach = forwarded("beforeEach");
export const describe = forwarded("describe");
export const test = forwarded("test");
