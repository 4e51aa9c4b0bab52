import type { RunPoint } from '../page-data.ts';
import { dateText } from './date.ts';
import { Status } from './status.tsx';
import { toneOf } from './tone.ts';

const barWidth = 14;
const height = 56;

/** How long it took, run by run: a bar each, as high as its time. */
export function Runs({ history, rowsAre }: { readonly history: readonly RunPoint[]; readonly rowsAre: string }) {
  const last = history.at(-1);
  if (last === undefined) return null;
  return (
    <section aria-labelledby="runs">
      <div class="section-head">
        <h2 id="runs">
          Runs <span class="count">{history.length}</span>
        </h2>
        <span class="small">{summaryOf(history)}</span>
      </div>
      <div class="runs">
        {history.length > 1 && <Bars history={history} />}
        <ol class="run-list">
          {history.slice(-4).map(point => (
            <li key={point.at}>
              <time dateTime={point.at}>{dateText(point.at)}</time>
              <Status status={point.status} />
              <span class="number">{timeText(point)}</span>
              <span class="number">
                {point.rows === null || isSkipped(point) ? '' : `${point.rows.toLocaleString('en')} ${rowsAre}`}
              </span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

function Bars({ history }: { readonly history: readonly RunPoint[] }) {
  const longest = Math.max(0.001, ...history.map(({ seconds }) => seconds ?? 0));
  return (
    <svg
      class="bars"
      width={history.length * barWidth}
      height={height}
      role="img"
      aria-label={`How long the last ${history.length} runs took: ${summaryOf(history)}`}
    >
      {history.map((point, place) => (
        <Bar key={point.at} point={point} x={place * barWidth} share={(point.seconds ?? 0) / longest} />
      ))}
    </svg>
  );
}

interface BarProps {
  readonly point: RunPoint;
  readonly x: number;
  /** Of the longest run's time. */
  readonly share: number;
}

const Bar = ({ point, x, share }: BarProps) => {
  const tall = Math.max(3, share * (height - 2));
  const words = [dateText(point.at), point.status, timeText(point)];
  return (
    <rect class={`bar-shape ${toneOf(point.status)}`} x={x} y={height - tall} width={barWidth - 4} height={tall} rx="2">
      <title>{words.filter(word => word !== '').join(', ')}</title>
    </rect>
  );
};

function summaryOf(history: readonly RunPoint[]): string {
  const times = history.flatMap(point => (isSkipped(point) ? [] : (point.seconds ?? [])));
  if (times.length === 0) return '';
  const [least, most] = [secondsText(Math.min(...times)), secondsText(Math.max(...times))];
  return least === most ? most : `${least} to ${most}`;
}

/** It took no time, since it did nothing. */
const isSkipped = ({ status }: RunPoint): boolean => status === 'skipped';

const timeText = (point: RunPoint): string => (point.seconds === null || isSkipped(point) ? '' : secondsText(point.seconds));

export const secondsText = (seconds: number): string =>
  seconds < 90 ? `${seconds.toFixed(seconds < 10 ? 2 : 0)} s` : `${(seconds / 60).toFixed(1)} min`;
