// Where a thread begins.
import { load } from './program.mjs';
const { serve } = await load('thread');
await serve();
