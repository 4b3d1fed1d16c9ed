// oidc-provider on a free loopback port, and a second port on which tests look at it and break it.
//
// Prints one line of JSON once both answer. Keys live as long as the process does.

import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';

import Provider from 'oidc-provider';
import { createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';

import { Faults } from './faults.mjs';
import { extraTokenClaims, registerGrants, resourceServer } from './grants.mjs';
import { Journal } from './journal.mjs';
import { CLIENTS, SECRETS, findAccount } from './users.mjs';

const HOUR = 3600;

const listening = (server) => new Promise((ready) => {
  server.listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${server.address().port}`));
});

const server = createServer();
const issuer = await listening(server); // the port is part of the issuer, so it comes first

const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
const named = async (key) => ({ ...await exportJWK(key), kid: 'first', alg: 'RS256', use: 'sig' });

const faults = new Faults();
const journal = new Journal();
const provider = new Provider(issuer, {
  clients: CLIENTS,
  findAccount,
  extraTokenClaims,
  jwks: { keys: [await named(privateKey)] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  claims: { openid: ['sub'], email: ['email'], groups: ['groups'] },
  // Functions: a plain number of AccessToken would override the lifetime of each resource.
  ttl: { AccessToken: () => HOUR, ClientCredentials: () => HOUR, Grant: () => HOUR },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      getResourceServerInfo: (_context, audience) => resourceServer(audience),
    },
  },
});
registerGrants(provider, createLocalJWKSet({ keys: [await named(publicKey)] }), faults);
provider.use(journal.middleware);
provider.on('server_error', (_context, error) => console.error(error));
server.on('request', provider.callback());

const CONTROLS = {
  'GET /requests': () => journal.entries,
  'DELETE /requests': () => { journal.entries = []; },
  'PUT /exchange/fault': ({ fault }) => faults.break(fault),
  'PUT /exchange/lifetime': ({ seconds }) => { faults.lifetime = seconds; },
  'DELETE /exchange/fault': () => faults.mend(),
};

const control = await listening(createServer(async (request, response) => {
  const chunks = await request.toArray();
  try {
    const result = CONTROLS[`${request.method} ${request.url}`](JSON.parse(Buffer.concat(chunks).toString() || '{}'));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result ?? null));
  } catch (error) {
    response.writeHead(400).end(String(error));
  }
}));

console.log(JSON.stringify({ issuer, control, secrets: SECRETS }));
