import { realpathSync } from 'node:fs';

/** What differs from run to run, made equal. */
export const normal = (output: string, dir: string): string =>
  output
    .replaceAll(realpathSync(dir), '<project>')
    .replaceAll(dir, '<project>')
    .replaceAll(/^\d\d:\d\d:\d\d /gm, 'hh:mm:ss ')
    .replaceAll(/\b\d+\.\d\ds\b/g, '0.00s')
    .replaceAll(/\bprocess \d+/g, 'process <pid>')
    .replaceAll(/^Modelwright \d+\.\d+\.\d+\S*:/gm, 'Modelwright x.y.z:')
    .replaceAll(/^(Modelwright: +)\d+\.\d+\.\d+\S*/gm, '$1x.y.z')
    .replaceAll(/\bNode v\S+ on \w+ \w+/g, 'Node vx.y.z on <machine>');
