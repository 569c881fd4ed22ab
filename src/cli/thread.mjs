// Where a thread begins.
import { load } from './program.mjs';
const { serve } = await load('threads');
await serve();
