// The two grants that oidc-provider leaves to its users: a log-in without a browser, and token exchange (RFC 8693).
//
// Every token is made, signed and kept by oidc-provider's own models; here is only decided what goes into one.

import { errors } from 'oidc-provider';
import { jwtVerify } from 'jose';

import { LOGIN, TOKEN_EXCHANGE, findAccount } from './users.mjs';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';
const RESOURCE_SCOPES = new Set(['read', 'write']);

// What the gateway may exchange: tokens for itself, wherever a test lets it listen.
const GATEWAYS = ['https://sallyport.example.com/', 'http://127.0.0.1:', 'http://localhost:'];

const actors = new WeakMap(); // token -> act claim

export const resourceServer = (audience) => ({
  audience,
  scope: [...RESOURCE_SCOPES].join(' '),
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'RS256' } },
});

// oidc-provider asks for these while it issues a token.
export function extraTokenClaims(_context, token) {
  if (token.kind !== 'AccessToken') return undefined;
  const act = actors.get(token);
  const { email, groups } = findAccount(undefined, token.accountId).claims();
  return { email, groups, ...(act && { act }) };
}

export function registerGrants(provider, keys, faults) {
  provider.registerGrantType(
    LOGIN,
    async (context) => {
      const { username, resource, scope, lifetime } = context.oidc.params;
      const account = findAccount(context, username);
      if (!account) throw new errors.InvalidGrant('there is no such user');
      const expires = epoch() + Number(lifetime);
      await answer(context, provider, {
        account: account.accountId,
        audience: resource,
        scopes: words(scope),
        issued: Math.min(epoch(), expires - 600), // a token that has expired was once good
        expires,
      });
    },
    ['username', 'resource', 'scope', 'lifetime'],
  );
  provider.registerGrantType(
    TOKEN_EXCHANGE,
    async (context) => {
      if (await faults.strike(context)) return;
      const { params } = context.oidc;
      const subject = await acceptedSubject(params, provider.issuer, keys);
      const audience = params.resource ?? params.audience;
      const scopes = words(params.scope ?? (audience && subject.scope));
      if (!audience && !scopes.has('openid')) throw new errors.InvalidTarget('name a resource, or ask for openid');
      const wider = [...scopes].filter((scope) => audience && !words(subject.scope).has(scope));
      if (wider.length) throw new errors.InvalidScope('wider than the subject token', wider.join(' '));
      await answer(context, provider, {
        account: subject.sub,
        audience,
        scopes,
        actor: { sub: subject.client_id, ...(subject.act && { act: subject.act }) }, // RFC 8693, section 4.1
        expires: Math.min(subject.exp, epoch() + faults.lifetime),
      });
      context.body.issued_token_type = ACCESS_TOKEN;
    },
    ['subject_token', 'subject_token_type', 'requested_token_type', 'audience', 'resource', 'scope'],
  );
}

// RFC 8693, section 2.2.2: a subject token that is not acceptable is an invalid_request.
async function acceptedSubject(params, issuer, keys) {
  if (![ACCESS_TOKEN, JWT].includes(params.subject_token_type)) {
    throw new errors.InvalidRequest('unknown subject_token_type');
  }
  if (![undefined, ACCESS_TOKEN].includes(params.requested_token_type)) {
    throw new errors.InvalidRequest('unknown requested_token_type');
  }
  const checks = { issuer, typ: 'at+jwt', algorithms: ['RS256'] };
  const { payload } = await jwtVerify(params.subject_token ?? '', keys, checks).catch((reason) => {
    throw new errors.InvalidRequest(`subject_token: ${reason.message}`);
  });
  if (!GATEWAYS.some((prefix) => payload.aud.startsWith(prefix))) {
    throw new errors.InvalidRequest('subject_token is not for the gateway');
  }
  if (!findAccount(undefined, payload.sub)) throw new errors.InvalidRequest('subject_token names no user');
  return payload;
}

// With an audience a JWT for it; without one an opaque token, which is good at the userinfo endpoint.
async function answer(context, provider, { account, audience, scopes, actor, issued, expires }) {
  const { client } = context.oidc;
  const grant = new provider.Grant({ accountId: account, clientId: client.clientId });
  const token = new provider.AccessToken({
    accountId: account, client, gty: context.oidc.params.grant_type, iat: issued, exp: expires,
  });
  if (audience) {
    token.resourceServer = new provider.ResourceServer(audience, resourceServer(audience));
    token.scope = [...scopes].filter((scope) => RESOURCE_SCOPES.has(scope)).join(' ');
    grant.addResourceScope(audience, token.scope);
  } else {
    token.scope = [...scopes].join(' ');
    grant.addOIDCScope(token.scope);
  }
  token.grantId = await grant.save();
  if (actor) actors.set(token, actor);
  context.oidc.entity('AccessToken', token);
  context.body = {
    access_token: await token.save(),
    token_type: token.tokenType,
    expires_in: token.remainingTTL,
    scope: token.scope,
  };
}

const epoch = () => Math.floor(Date.now() / 1000);
const words = (text) => new Set((text ?? '').split(' ').filter(Boolean));
