import type { CommandEvent } from '../../command/event.ts';
import { breath, inLull } from '../../execute/lull.ts';
import type { Reporter } from './reporter.ts';

/**
 * Tells of nodes some milliseconds later, since nodes that end together would wait for each other's lines before the next statements are
 * sent. All else is told at once, after what was to be told before it.
 */
export function deferring(reporter: Reporter): Reporter {
  const waiting: CommandEvent[] = [];
  const tell = (): void => {
    lull.cancel();
    for (const event of waiting.splice(0)) reporter.take(event);
  };
  const tellSlowly = async (): Promise<void> => {
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
      reporter.take(event);
      await breath();
    }
  };
  const lull = inLull(() => void tellSlowly());
  return {
    take(event) {
      waiting.push(event);
      if (isOfNode(event)) lull.ask();
      else tell();
    },
    close() {
      tell();
      reporter.close();
    },
  };
}

const isOfNode = ({ kind }: CommandEvent): boolean => kind === 'node.start' || kind === 'node.end' || kind === 'statement';
