import { useEffect, useRef, useState } from "react";
import type { ApiError, ClientApp } from "../../ipc/bindings";
import { toApiError } from "../../ipc/host";
import { useCommand } from "../../ipc/useCommand";

/** What is typed about one app, saved when a field is left and before connecting. */
export function useClientAppDraft(organizationId: string, app: ClientApp) {
	const command = useCommand("save_client_app");
	const saved = useRef(app);
	const [consumerKey, setConsumerKey] = useState(app.consumerKey);
	const [myDomain, setMyDomain] = useState(app.myDomain);
	const [keyError, setKeyError] = useState<string | null>(null);
	const [domainError, setDomainError] = useState<string | null>(null);
	const [error, setError] = useState<ApiError | null>(null);
	const running = useRef<Promise<boolean>>(Promise.resolve(true));

	useEffect(() => {
		// What came from elsewhere is taken over where nothing is being typed.
		const before = saved.current;
		saved.current = app;
		setConsumerKey((typed) => (typed === before.consumerKey ? app.consumerKey : typed));
		setMyDomain((typed) => (typed === before.myDomain ? app.myDomain : typed));
	}, [app]);

	/** Each field is sent by itself, so that an error belongs to the field it stands at. */
	async function send(typedKey: string, typedDomain: string): Promise<boolean> {
		const { environment } = app;
		setError(null);
		let good = true;
		async function put(key: string, domain: string, refuse: (message: string) => void) {
			try {
				const answer = await command.mutateAsync({
					organizationId,
					clientApp: { environment, consumerKey: key, myDomain: domain },
				});
				saved.current = answer;
				return answer;
			} catch (thrown) {
				const problem = toApiError(thrown);
				good = false;
				if (problem.code === "invalidInput") {
					refuse(problem.message);
				} else {
					setError(problem);
				}
				return null;
			}
		}
		if (typedKey !== saved.current.consumerKey) {
			const answer = await put(typedKey, saved.current.myDomain, setKeyError);
			if (answer !== null) {
				setKeyError(null);
				setConsumerKey((now) => (now === typedKey ? answer.consumerKey : now));
			}
		} else {
			setKeyError(null);
		}
		if (typedDomain !== saved.current.myDomain) {
			const answer = await put(saved.current.consumerKey, typedDomain, setDomainError);
			if (answer !== null) {
				setDomainError(null);
				setMyDomain((now) => (now === typedDomain ? answer.myDomain : now));
			}
		} else {
			setDomainError(null);
		}
		return good;
	}

	function save(domain = myDomain): Promise<boolean> {
		const key = consumerKey;
		running.current = running.current.then(() => send(key, domain));
		return running.current;
	}

	return {
		consumerKey,
		myDomain,
		keyError,
		domainError,
		error,
		setConsumerKey,
		setMyDomain,
		/** Sends what differs; false if something was refused. */
		save: () => save(),
		clearMyDomain() {
			setMyDomain("");
			void save("");
		},
	};
}
