// What the token endpoint was asked, and what it answered. Tokens are named by their SHA-256.

import { createHash } from 'node:crypto';

const digest = (token) => (token ? createHash('sha256').update(token).digest('hex') : null);

export class Journal {
  entries = [];

  // Koa middleware around the whole of oidc-provider.
  middleware = async (context, next) => {
    try {
      await next();
    } finally {
      if (context.path === '/token' && context.oidc?.params) this.entries.push(entry(context));
    }
  };
}

function entry({ oidc, status, body, respond }) {
  const { grant_type, resource, audience, scope, subject_token } = oidc.params;
  return {
    grant_type,
    client: oidc.client?.clientId ?? null,
    user: oidc.entities.AccessToken?.accountId ?? null,
    actor: oidc.entities.AccessToken?.extra?.act ?? null,
    audience: resource ?? audience ?? null,
    scope: scope ?? null,
    status: respond === false ? null : status, // null: the connection was cut
    error: body?.error ?? null,
    subject_sha256: digest(subject_token),
    issued_sha256: digest(body?.access_token),
  };
}
