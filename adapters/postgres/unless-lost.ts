import type { PoolClient } from 'pg';

/** The driver may leave what was under way unsettled when its connection is lost; then this fails in its place. */
export function unlessLost<T>(client: PoolClient, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const lost = (): void => reject(new Error('Connection terminated unexpectedly'));
    const { _ended: isOver } = client as unknown as { readonly _ended: boolean };
    // The driver's own error says more, where there is one.
    if (isOver) setTimeout(lost, 100).unref();
    client.once('end', lost);
    work.then(resolve, reject).finally(() => client.off('end', lost));
  });
}
