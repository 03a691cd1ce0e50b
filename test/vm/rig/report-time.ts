/** Does it, and says how long it took: the whole of the tests has fifteen minutes. */
export async function timed<T>(what: string, action: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await action();
  console.log(`vm: ${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}
