using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Piaozhi.Host;

namespace Piaozhi.Access.Door;

/// <summary>
/// The person of a circuit. An open page outlives many changes: when the account, its roles or the state of the installation change, the
/// actor of the circuit changes with them at once, and a person who may not be here any more becomes nobody.
/// </summary>
public sealed class CircuitWho(Who who, Actors actors, Installation installation, ILoggerFactory logs) : RevalidatingServerAuthenticationStateProvider(logs)
{
    private Action? _look;
    private static readonly ClaimsPrincipal Anonymous = new(new ClaimsIdentity());

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    /// <summary>Called when the circuit opens, before anything is drawn in it.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        who.Actor = await actors.OfAsync((await GetAuthenticationStateAsync()).User, ct);
        _look = InContext.Of(Look);
        installation.Changed += _look;
        actors.Changed += _look;
    }

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        who.Actor = await actors.OfAsync(authenticationState.User, cancellationToken);
        return who.Actor != Actor.Nobody;
    }

    protected override void Dispose(bool disposing)
    {
        installation.Changed -= _look;
        actors.Changed -= _look;
        base.Dispose(disposing);
    }

    private void Look() => _ = LookAsync();

    private async Task LookAsync()
    {
        var state = await GetAuthenticationStateAsync();
        if (!await ValidateAuthenticationStateAsync(state, CancellationToken.None))
            state = new AuthenticationState(Anonymous);
        // Told again even when the person stays: roles and scope may be others now.
        SetAuthenticationState(Task.FromResult(state));
    }
}

/// <summary>Fills <see cref="Who"/> of a circuit from the person who opened it.</summary>
public sealed class CircuitOpening(AuthenticationStateProvider state) : CircuitHandler
{
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) => ((CircuitWho)state).BeginAsync(cancellationToken);
}
