import { X } from "lucide-react";
import { Button } from "../../components/Button";
import { Moment } from "../../components/Moment";
import { Notice } from "../../components/Notice";
import type { LateCallback } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";

/** The browser came back for nothing; the person in front of it should know. */
export function LateCallbackNotice({
	organizationId,
	late,
}: {
	organizationId: string;
	late: LateCallback;
}) {
	const dismiss = useCommand("dismiss_login_failure");
	return (
		<Notice
			tone="info"
			role="status"
			title="A browser page came back for nothing"
			note={<Moment at={late.at} />}
			data-testid="late-callback"
			actions={
				<Button
					icon={X}
					busy={dismiss.isPending}
					onClick={() => dismiss.mutate({ organizationId })}
				>
					Dismiss
				</Button>
			}
		>
			<p>{late.message}</p>
		</Notice>
	);
}
