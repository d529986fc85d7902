import { type DragEvent, useState } from "react";

/** Takes the first of the files that are dropped on an element. */
export function useFileDrop(take: (file: File) => void) {
	const [over, setOver] = useState(false);
	const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
	return {
		over,
		handlers: {
			onDragOver(event: DragEvent) {
				if (holdsFiles(event)) {
					event.preventDefault();
					event.dataTransfer.dropEffect = "copy";
					setOver(true);
				}
			},
			onDragLeave(event: DragEvent<HTMLElement>) {
				// Moving on to a child is no leaving.
				if (!event.currentTarget.contains(event.relatedTarget as Node | null)) {
					setOver(false);
				}
			},
			onDrop(event: DragEvent) {
				event.preventDefault();
				setOver(false);
				const file = event.dataTransfer.files[0];
				if (file !== undefined) {
					take(file);
				}
			},
		},
	};
}
