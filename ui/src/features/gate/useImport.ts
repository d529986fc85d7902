import type { ApiError } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";

export interface EntitlementImport {
	/** Opens the system's file dialog. */
	choose: () => void;
	/** Takes a file that was dropped. */
	take: (file: File) => void;
	/** Looks into the data folder. */
	check: () => void;
	importing: boolean;
	checking: boolean;
	error: ApiError | null;
}

/** An entitlement is a few hundred bytes; more is not read. */
const MAX_BYTES = 64 * 1024;

/** The ways in which an entitlement comes to the console. */
export function useImport(): EntitlementImport {
	const dialog = useCommand("import_entitlement");
	const dropped = useCommand("import_entitlement_text");
	const check = useCommand("check_entitlement");
	return {
		choose: () => dialog.mutate({}),
		take: (file) => {
			file
				.slice(0, MAX_BYTES + 1)
				.text()
				.then(
					(text) => dropped.mutate({ file: file.name, text }),
					// It went away meanwhile: an empty text is refused with words of its own.
					() => dropped.mutate({ file: file.name, text: "" }),
				);
		},
		check: () => check.mutate({}),
		importing: dialog.isPending || dropped.isPending,
		checking: check.isPending,
		error: dialog.error ?? dropped.error ?? check.error,
	};
}
