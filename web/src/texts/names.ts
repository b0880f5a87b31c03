// Texts for what the hub names: whoever looks one up says what stands there for an unknown name.
export type Names = Record<string, string>;
