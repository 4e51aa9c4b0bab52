import { resolve } from 'node:path';
import type { Project } from '../project/project.ts';

/** The folder that everything we write goes to. Absolute. */
export const targetDir = ({ dir, packages }: Project): string => resolve(dir, packages[0].config.targetPath);
