import { useEffect, useRef, useState } from "react";
import type { ApiError, ClientApp } from "../../ipc/bindings";
import { toApiError } from "../../ipc/host";
import { useCommand } from "../../ipc/useCommand";

const FIELDS = ["consumerKey", "myDomain"] as const;
type Field = (typeof FIELDS)[number];
type Typed = Pick<ClientApp, Field>;

/** What is typed about one app, saved when a field is left and before connecting. */
export function useClientAppDraft(organizationId: string, app: ClientApp) {
	const command = useCommand("save_client_app");
	const saved = useRef(app);
	const [typed, setTyped] = useState<Typed>(app);
	const [refused, setRefused] = useState<Partial<Typed>>({});
	const [error, setError] = useState<ApiError | null>(null);
	const running = useRef<Promise<boolean>>(Promise.resolve(true));

	/** Takes a value over where nothing else is being typed. */
	function take(field: Field, before: string, value: string) {
		setTyped((now) => (now[field] === before ? { ...now, [field]: value } : now));
	}

	// biome-ignore lint/correctness/useExhaustiveDependencies: only what came from elsewhere is news.
	useEffect(() => {
		const before = saved.current;
		saved.current = app;
		for (const field of FIELDS) {
			take(field, before[field], app[field]);
		}
	}, [app]);

	/** Each field is sent by itself, so that an error belongs to the field it stands at. */
	async function send(wanted: Typed): Promise<boolean> {
		setError(null);
		let good = true;
		for (const field of FIELDS) {
			let refusal: string | undefined;
			if (wanted[field] !== saved.current[field]) {
				const { environment, consumerKey, myDomain } = saved.current;
				const clientApp = { environment, consumerKey, myDomain, [field]: wanted[field] };
				try {
					saved.current = await command.mutateAsync({ organizationId, clientApp });
					take(field, wanted[field], saved.current[field]);
				} catch (thrown) {
					const problem = toApiError(thrown);
					good = false;
					if (problem.code === "invalidInput") {
						refusal = problem.message;
					} else {
						setError(problem);
					}
				}
			}
			setRefused((before) => ({ ...before, [field]: refusal }));
		}
		return good;
	}

	function save(wanted = typed): Promise<boolean> {
		running.current = running.current.then(() => send(wanted));
		return running.current;
	}

	return {
		...typed,
		refused,
		error,
		type: (field: Field, value: string) => setTyped((now) => ({ ...now, [field]: value })),
		/** Sends what differs; false if something was refused. */
		save: () => save(),
		clearMyDomain() {
			setTyped({ ...typed, myDomain: "" });
			void save({ ...typed, myDomain: "" });
		},
	};
}
