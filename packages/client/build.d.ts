/** Writes what is published into a folder, which is emptied before. */
export function build(directory: string): Promise<void>;
