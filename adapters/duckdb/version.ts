/** `v1.5.6` or `1.5.6-dev12` as numbers; what is missing counts as zero. */
const versionParts = (version: string): readonly [number, number, number] => {
  const [major = 0, minor = 0, patch = 0] = (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);
  return [major, minor, patch];
};

export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [foundMajor, foundMinor] = versionParts(version);
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}
