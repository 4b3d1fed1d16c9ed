// Who exists at the authorization server: two people, two plugins, the gateway, and an application of people's own.

export const LOGIN = 'urn:sallyport:test:login';
export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

const PEOPLE = new Map([
  ['alice', { email: 'alice@example.com', groups: ['support', 'deal-falcon'] }],
  ['bob', { email: 'bob@example.com', groups: ['support'] }],
]);

export const SECRETS = {
  summariser: 'summariser secret',
  triage: 'triage secret',
  'records-app': 'records-app secret',
  // RFC 6749, section 2.3.1: form-encoded before it goes into HTTP Basic. These characters show who does not.
  gateway: 'gateway secret: 100% +/ours',
};

const plugin = (id) => client(id, [LOGIN, 'client_credentials']);

export const CLIENTS = [
  plugin('summariser'),
  plugin('triage'),
  client('records-app', [LOGIN]), // what people use to reach their own records, without any plugin
  client('gateway', [TOKEN_EXCHANGE]),
];

function client(id, grants) {
  return {
    client_id: id,
    client_secret: SECRETS[id],
    grant_types: grants,
    response_types: [],
    redirect_uris: [],
  };
}

export function findAccount(_context, id) {
  const person = PEOPLE.get(id);
  return person && { accountId: id, claims: () => ({ sub: id, ...person }) };
}
