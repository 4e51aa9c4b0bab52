/** More than these would have to be searched themselves. */
const most = 8;

let visited: readonly string[] = [];

/** Notes that the page of a node was opened. */
export function visit(id: string): void {
  visited = [id, ...visited.filter(one => one !== id)].slice(0, most + 1);
}

/** The nodes whose pages were open before the one that is, latest first. */
export const recentlyVisited = (current: string | null): readonly string[] => visited.filter(id => id !== current).slice(0, most);
