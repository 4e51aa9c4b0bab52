export { scanBlocks } from './block.ts';
export { compileMacro, compileTemplate } from './compile.ts';
export { returnFunction } from './macro.ts';
export { Namespace, namespaceFunction } from './namespace.ts';
export {
  type Block,
  type MacroParameter,
  type MacroTemplate,
  type RenderOptions,
  type Template,
  type TemplateCall,
  TemplateError,
  type TemplateFrame,
  type TemplateSource,
  type TracedPiece,
  type TracedText,
} from './template.ts';
export { attribute, item } from './value/access.ts';
export { call, hostFunction, rawFunction } from './value/call.ts';
export { PySet, Range } from './value/collection.ts';
export { order } from './value/compare.ts';
export { dictDelete, dictFrom, dictGet, dictHas, dictSet, equals } from './value/equal.ts';
export { fromPlain, toPlain } from './value/from-json.ts';
export { items, iterate } from './value/iterate.ts';
export { binary } from './value/operator.ts';
export { repr, text } from './value/print.ts';
export { isTrue } from './value/truth.ts';
export { Undefined, undefinedHint, undefinedName } from './value/undefined.ts';
export {
  type BinaryOperator,
  Float,
  HostObject,
  type Kwargs,
  noKwargs,
  type Scope,
  Tuple,
  type Value,
  type ValueMap,
} from './value.ts';
