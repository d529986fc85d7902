/** Which rows are in view, told to whoever shows it without drawing the page anew. */
export interface VisibleRange {
	read: () => string;
	write: (text: string) => void;
	subscribe: (listener: () => void) => () => void;
}

export function createVisibleRange(): VisibleRange {
	let value = "";
	const listeners = new Set<() => void>();
	return {
		read: () => value,
		write(text) {
			if (text !== value) {
				value = text;
				for (const listener of listeners) {
					listener();
				}
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
