import { Command, CommanderError, Option } from 'commander';
import { type Diagnostic, diagnose } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/nearest.ts';
import { type CommandSpec, commandSpecs } from './command-spec.ts';
import { everywhere, type FlagSpec } from './option.ts';

/** What a command line says. */
export type Parsed =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'mistake'; readonly diagnostic: Diagnostic }
  | { readonly kind: 'command'; readonly request: Request };

export interface Request {
  readonly name: string;
  /** What stands on the line besides flags. */
  readonly operands: readonly string[];
  readonly given: Given;
}

/** The flags on the line by their name in camel case: text, true or false, or a list of texts. */
export type Given = ReadonlyMap<string, string | boolean | readonly string[]>;

export function parseArguments(argv: readonly string[], { color }: { readonly color: boolean }): Parsed {
  const requests: Request[] = [];
  const texts: string[] = [];
  const program = programOf(argv, { color, write: text => texts.push(text), take: request => requests.push(request) });
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (program.opts()['version'] === true) return { kind: 'version' };
    if (error.code.startsWith('commander.help')) return { kind: 'help', text: texts.join('') };
    return { kind: 'mistake', diagnostic: mistake(error, argv) };
  }
  const [request] = requests;
  return request === undefined ? { kind: 'help', text: program.helpInformation() } : { kind: 'command', request };
}

interface Surroundings {
  readonly color: boolean;
  readonly write: (text: string) => void;
  readonly take: (request: Request) => void;
}

function programOf(argv: readonly string[], surroundings: Surroundings): Command {
  const program = prepared(new Command('model'), surroundings)
    .usage('<command> [flags]')
    .description('Turns a folder of SQL models into tables, tests and docs.')
    .addOption(new Option('-V, --version', 'show the version').helpGroup('Flags:'))
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', `\nStart with:\n${exampleLines(starters)}\nEach command has its own help: model build --help\n`);
  for (const flag of everywhere) program.addOption(optionOf(flag, 'Flags:').hideHelp());
  const parents = new Map<string, Command>([['', program]]);
  for (const spec of commandSpecs) addCommand(spec, { argv, parents, surroundings });
  return program;
}

const starters = [
  ['init shop', 'start a project'],
  ['build', 'build and test it'],
  ['docs generate', 'write its docs, then: model docs serve'],
] as const;

function prepared(command: Command, { color, write }: Surroundings): Command {
  return command
    .enablePositionalOptions()
    .exitOverride()
    .showSuggestionAfterError(false)
    .addHelpOption(new Option('-h, --help', 'show this help').helpGroup('Flags:'))
    .configureOutput({ writeOut: write, writeErr: write, getOutHasColors: () => color, getOutHelpWidth: () => 100 })
    .configureHelp({
      subcommandTerm: one => one.name() + (one.alias() ? `, ${one.alias()}` : ''),
      styleTitle: text => `\x1b[1m${text}\x1b[22m`,
      styleOptionText: text => `\x1b[36m${text}\x1b[39m`,
      styleSubcommandText: text => `\x1b[36m${text}\x1b[39m`,
    });
}

interface Adding {
  readonly argv: readonly string[];
  readonly parents: Map<string, Command>;
  readonly surroundings: Surroundings;
}

function addCommand(spec: CommandSpec, { argv, parents, surroundings }: Adding): void {
  const [first = '', second] = spec.name.split(' ');
  const parent = second === undefined ? parents.get('') : groupOf(first, { argv, parents, surroundings });
  const command = prepared(new Command(second ?? first), surroundings)
    .summary(spec.summary)
    .description(spec.description);
  parent?.addCommand(command);
  if (spec.alias !== undefined) command.alias(spec.alias);
  // Hundreds of flags for one command to be run: only what the line may mean gets its flags.
  if (!argv.includes(second ?? first) && !(spec.alias !== undefined && argv.includes(spec.alias))) return;
  if (spec.argument !== undefined) command.argument(spec.argument.name, spec.argument.help);
  for (const flag of spec.flags) command.addOption(optionOf(flag, 'Flags:'));
  for (const flag of everywhere) {
    if (!clashes(flag, spec)) command.addOption(optionOf(flag, 'Flags of every command:'));
  }
  command.addHelpText('after', `\nExamples:\n${exampleLines(spec.examples)}`);
  command.action(() => {
    surroundings.take({ name: spec.name, operands: operandsOf(command), given: givenTo(command) });
  });
}

const groups: Readonly<Record<string, { readonly summary: string; readonly description: string }>> = {
  docs: { summary: 'the docs', description: 'Writes and serves the docs.' },
  source: { summary: 'the sources', description: 'Tells how old the data of sources is.' },
};

/** A command of two words needs one for the first word. */
function groupOf(name: string, { parents, surroundings }: Adding): Command {
  const known = parents.get(name);
  if (known !== undefined) return known;
  const { summary, description } = groups[name] ?? { summary: '', description: '' };
  const command = prepared(new Command(name), surroundings).summary(summary).description(description);
  for (const flag of everywhere) command.addOption(optionOf(flag, 'Flags:').hideHelp());
  parents.get('')?.addCommand(command);
  parents.set(name, command);
  return command;
}

const clashes = (flag: FlagSpec, spec: CommandSpec): boolean => {
  const names = namesIn(flag.flags);
  return spec.flags.some(own => namesIn(own.flags).some(name => names.includes(name)));
};

const namesIn = (flags: string): readonly string[] => flags.match(/--?[\w-]+/g) ?? [];

function optionOf(flag: FlagSpec, group: string): Option {
  const option = new Option(flag.flags, flag.help).helpGroup(group);
  return flag.hidden ? option.hideHelp() : option;
}

function exampleLines(examples: readonly (readonly [string, string])[]): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  return examples.map(([line, does]) => `  model ${line.padEnd(width)}  # ${does}\n`).join('');
}

const operandsOf = (command: Command): readonly string[] => [...command.args];

/** Flags after the command's name win over those before it. */
function givenTo(command: Command): Given {
  const given = new Map<string, string | boolean | readonly string[]>();
  const chain: Command[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) chain.unshift(at);
  for (const one of chain) {
    for (const [name, value] of Object.entries(one.opts())) {
      if (one.getOptionValueSource(name) === 'cli') given.set(name, value);
    }
  }
  return given;
}

function mistake(error: CommanderError, argv: readonly string[]): Diagnostic {
  const spec = specIn(argv);
  const command = spec === null ? 'model' : `model ${spec.name}`;
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  if (error.code === 'commander.unknownOption') {
    const flags = [...(spec?.flags ?? []), ...everywhere].filter(flag => !flag.hidden).flatMap(flag => namesIn(flag.flags));
    const [flag = named] = named.split('=');
    return diagnose('command-unknown-flag', null, { flag, command, near: nearest(flag, flags) });
  }
  if (error.code === 'commander.unknownCommand' || (spec === null && error.code === 'commander.excessArguments')) {
    const names = commandSpecs.flatMap(one => [...one.name.split(' '), ...(one.alias === undefined ? [] : [one.alias])]);
    const name = named === '' ? (argv.find(word => !word.startsWith('-')) ?? '') : named;
    return diagnose('command-unknown', null, { name, near: nearest(name, names) });
  }
  if (error.code === 'commander.excessArguments') {
    const word = argv.filter(one => !one.startsWith('-') && !(spec?.name.split(' ') ?? []).includes(one)).at(-1) ?? '';
    const selects = spec?.flags.some(flag => namesIn(flag.flags).includes('--select')) ?? false;
    return diagnose('command-extra-word', null, { word, command, selects });
  }
  return diagnose('command-usage', null, { text: sentence(error), command });
}

function sentence(error: CommanderError): string {
  if (error.code === 'commander.optionMissingArgument') {
    const flags = /option '([^']*)'/.exec(error.message)?.[1] ?? '';
    const [name = flags] = namesIn(flags).slice(-1);
    return `\`${name}\` needs a value.`;
  }
  return error.message.replace(/^error: /, '').replaceAll("'", '`');
}

function specIn(argv: readonly string[]): CommandSpec | null {
  const words = argv.filter(word => !word.startsWith('-'));
  const isIn = (one: CommandSpec): boolean => {
    const [first = '', second] = one.name.split(' ');
    return words.includes(second ?? first) || (one.alias !== undefined && words.includes(one.alias));
  };
  return commandSpecs.find(isIn) ?? null;
}
