/** The public API: what an adapter package needs, and how to read, parse and build a project from code. */
export type * from './adapter/adapter.ts';
export type * from './adapter/capabilities.ts';
export {
  type ConfigCheck,
  type ConfigField,
  type ConfigProblem,
  type ConfigSchema,
  configSchema,
} from './adapter/config-schema.ts';
export { WarehouseError, type WarehouseErrorFields, type WarehouseErrorReason } from './adapter/error.ts';
export type * from './adapter/step.ts';
export { main } from './cli/main.ts';
export { type CommandEnd, type CommandPlace, runCommand } from './cli/run-command.ts';
export type { CommandEvent } from './command/event.ts';
export { type Diagnostic, StartFailure } from './diagnostic/diagnostic.ts';
export { renderDiagnostic } from './diagnostic/render.ts';
export type { Manifest } from './manifest/manifest.ts';
export { readMacros } from './parse/macro.ts';
export { type ParsedProject, type ParseInput, parseProject } from './parse/parse.ts';
export { loadProject } from './project/load.ts';
export { nodeFiles } from './project/node-files.ts';
export type { LoadOptions, Project } from './project/project.ts';
export type * from './sql/relation.ts';
export { compileTemplate, TemplateError } from './template/index.ts';
