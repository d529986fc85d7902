import { useRef, useState } from "react";
import { FormDialog } from "../../components/FormDialog";
import { TextField } from "../../components/TextField";
import type { OrganizationSummary } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";

/** Makes an organization. */
export function CreateDialog({
	onCreated,
	onClose,
}: {
	onCreated: (id: string) => void;
	onClose: () => void;
}) {
	const create = useCommand("create_organization");
	const [name, setName] = useState("");
	const [externalId, setExternalId] = useState("");
	const field = useRef<HTMLInputElement>(null);
	const error = create.error?.message ?? null;
	const aboutId = error !== null && /external id/i.test(error);
	return (
		<FormDialog
			title="New organization"
			submit="Create and set up"
			busy={create.isPending}
			initialFocus={field}
			onSubmit={() => create.mutate({ name, externalId }, { onSuccess: onCreated })}
			onClose={onClose}
			testId="create-dialog"
		>
			<TextField
				ref={field}
				label="Name"
				hint="As people here call it. It can be changed later."
				error={aboutId ? null : error}
				value={name}
				onChange={(event) => setName(event.target.value)}
				data-testid="organization-name"
			/>
			<TextField
				label="External ID (optional)"
				hint="The id this organization has in another system. It cannot be changed once it is set."
				error={aboutId ? error : null}
				mono
				value={externalId}
				onChange={(event) => setExternalId(event.target.value)}
				data-testid="organization-external-id"
			/>
		</FormDialog>
	);
}

/** Gives an organization another name. */
export function RenameDialog({
	organization,
	onClose,
}: {
	organization: OrganizationSummary;
	onClose: () => void;
}) {
	const rename = useCommand("rename_organization");
	const [name, setName] = useState(organization.name);
	const field = useRef<HTMLInputElement>(null);
	return (
		<FormDialog
			title={`Rename ${organization.name}`}
			submit="Rename"
			busy={rename.isPending}
			initialFocus={field}
			onSubmit={() =>
				rename.mutate({ organizationId: organization.id, name }, { onSuccess: onClose })
			}
			onClose={onClose}
			testId="rename-dialog"
		>
			<TextField
				ref={field}
				label="Name"
				hint="Nothing changes in Salesforce."
				error={rename.error?.message}
				value={name}
				onChange={(event) => setName(event.target.value)}
				onFocus={(event) => event.target.select()}
				data-testid="organization-name"
			/>
		</FormDialog>
	);
}

/** Sets the external id, once. */
export function ExternalIdDialog({
	organization,
	onClose,
}: {
	organization: OrganizationSummary;
	onClose: () => void;
}) {
	const set = useCommand("set_external_id");
	const [externalId, setExternalId] = useState("");
	const field = useRef<HTMLInputElement>(null);
	return (
		<FormDialog
			title={`External ID of ${organization.name}`}
			submit="Set External ID"
			busy={set.isPending}
			initialFocus={field}
			onSubmit={() =>
				set.mutate({ organizationId: organization.id, externalId }, { onSuccess: onClose })
			}
			onClose={onClose}
			testId="external-id-dialog"
		>
			<TextField
				ref={field}
				label="External ID"
				hint="The id this organization has in another system. It cannot be changed once it is set."
				error={set.error?.message}
				mono
				value={externalId}
				onChange={(event) => setExternalId(event.target.value)}
				data-testid="organization-external-id"
			/>
		</FormDialog>
	);
}
