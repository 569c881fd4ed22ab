/** Node's declarations name this global only as a value; what the command line imports also names it as a type. */
type TextDecoder = InstanceType<typeof globalThis.TextDecoder>;
type TextEncoder = InstanceType<typeof globalThis.TextEncoder>;
