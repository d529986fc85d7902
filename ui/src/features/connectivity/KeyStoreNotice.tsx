import { KeyRound } from "lucide-react";
import { Button } from "../../components/Button";
import { ErrorLine } from "../../components/ErrorLine";
import { Notice } from "../../components/Notice";
import type { KeyStoreProblem } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";

const TITLES: Record<KeyStoreProblem["consequence"], string> = {
	blocked: "A sign-in cannot be kept on this computer",
	offersSession: "A sign-in cannot be kept on this computer",
	heldForSession: "Sign-ins end when the console is closed",
};

/** Says what happens to a sign-in where no key store is, and offers the way without one. */
export function KeyStoreNotice({ problem }: { problem: KeyStoreProblem }) {
	const hold = useCommand("hold_sign_ins_for_session");
	const offered = problem.consequence === "offersSession";
	return (
		<Notice
			tone="warning"
			icon={KeyRound}
			title={TITLES[problem.consequence]}
			role="status"
			data-testid="key-store-problem"
			actions={
				offered && (
					<Button
						look="primary"
						busy={hold.isPending}
						onClick={() => hold.mutate({})}
						data-testid="hold-for-session"
					>
						Hold sign-ins for this session only
					</Button>
				)
			}
		>
			<p>{problem.text}</p>
			<ErrorLine error={hold.error} />
		</Notice>
	);
}
