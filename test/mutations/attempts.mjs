// Node runs no TypeScript by itself, and a thread does not inherit what runs it.
import { register } from 'tsx/esm/api';

register();
await import('./attempts.ts');
